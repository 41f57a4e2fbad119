//! Where an object is in its life.

use serde::{Deserialize, Serialize};

/// Nouns use the words that apply to them; classes, paths, scopes and reviews have no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Scheduled,
    Active,
    Suspended,
    InGrace,
    /// Its time is over and the backend still accepts it.
    Overdue,
    /// Its time is over and it is dead.
    Expired,
    Revoking,
    Revoked,
    Ending,
    Ended,
    Departed,
}

impl Status {
    const ALL: [Self; 11] = [
        Self::Scheduled,
        Self::Active,
        Self::Suspended,
        Self::InGrace,
        Self::Overdue,
        Self::Expired,
        Self::Revoking,
        Self::Revoked,
        Self::Ending,
        Self::Ended,
        Self::Departed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::InGrace => "in_grace",
            Self::Overdue => "overdue",
            Self::Expired => "expired",
            Self::Revoking => "revoking",
            Self::Revoked => "revoked",
            Self::Ending => "ending",
            Self::Ended => "ended",
            Self::Departed => "departed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Nothing is granted any more, so nobody has to be asked before what it hangs on goes.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Expired | Self::Revoked | Self::Ended | Self::Departed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_written_as_it_is_read() {
        for status in Status::ALL {
            assert_eq!(Status::from_name(status.as_str()), Some(status));
            let json = serde_json::to_string(&status).expect("JSON");
            assert_eq!(json, format!("\"{}\"", status.as_str()));
        }
        assert_eq!(Status::from_name("deleted"), None);
    }
}
