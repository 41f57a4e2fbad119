//! The limits of each actor type: what is long, and what is too long.

use std::fmt;
use std::str::FromStr;

use crate::{ActorType, Duration};

/// One row of the limits table. The spelling is the key in `[limits.<actor>]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LimitKey {
    AccessTokenTtl,
    /// Absolute, from the first issue of the family.
    RefreshTokenTtl,
    SessionAbsolute,
    SessionIdle,
    /// At assurance AAL3, where it is stricter.
    SessionAbsoluteAal3,
    SessionIdleAal3,
    StaticSecretAge,
    /// How far an identity's `expires_at` may lie ahead.
    IdentityLifetime,
    ReviewInterval,
    RevocationTarget,
    Residual,
    ScopesPerIdentity,
    DelegationDepth,
    /// Identities for which one person answers.
    IdentitiesPerOwner,
}

/// What a limit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Length,
    Count,
}

/// A value of a limit: as much of it is allowed, more is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum Bound {
    Length(Duration),
    Count(u32),
}

/// What one actor type may have of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Above `soft` it is a warning, above `hard` an error. Neither: nothing is said.
    UpTo {
        soft: Option<Bound>,
        hard: Option<Bound>,
    },
    /// Not at all, except by a waiver of at most this length.
    Forbidden { waiver: Duration },
}

/// The limits in force: the table, with what a policy file changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In the order of `ActorType::ALL` and `LimitKey::ALL`.
    rows: [[Limit; LimitKey::ALL.len()]; ActorType::ALL.len()],
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a limit; limits are {list}", list = LimitKey::ALL.map(LimitKey::as_str).join(", "))]
pub struct UnknownLimit(pub String);

impl LimitKey {
    pub const ALL: [Self; 14] = [
        Self::AccessTokenTtl,
        Self::RefreshTokenTtl,
        Self::SessionAbsolute,
        Self::SessionIdle,
        Self::SessionAbsoluteAal3,
        Self::SessionIdleAal3,
        Self::StaticSecretAge,
        Self::IdentityLifetime,
        Self::ReviewInterval,
        Self::RevocationTarget,
        Self::Residual,
        Self::ScopesPerIdentity,
        Self::DelegationDepth,
        Self::IdentitiesPerOwner,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessTokenTtl => "access-token-ttl",
            Self::RefreshTokenTtl => "refresh-token-ttl",
            Self::SessionAbsolute => "session-absolute",
            Self::SessionIdle => "session-idle",
            Self::SessionAbsoluteAal3 => "session-absolute-aal3",
            Self::SessionIdleAal3 => "session-idle-aal3",
            Self::StaticSecretAge => "static-secret-age",
            Self::IdentityLifetime => "identity-lifetime",
            Self::ReviewInterval => "review-interval",
            Self::RevocationTarget => "revocation-target",
            Self::Residual => "residual",
            Self::ScopesPerIdentity => "scopes-per-identity",
            Self::DelegationDepth => "delegation-depth",
            Self::IdentitiesPerOwner => "identities-per-owner",
        }
    }

    pub const fn measure(self) -> Measure {
        match self {
            Self::ScopesPerIdentity | Self::DelegationDepth | Self::IdentitiesPerOwner => Measure::Count,
            _ => Measure::Length,
        }
    }

    /// The default limit of an actor type: the table of the governance model, which has one row a key here.
    pub const fn default_for(self, actor: ActorType) -> Limit {
        use ActorType::{AiAgent, ApiClient, Customer, Partner, Service};
        match (self, actor) {
            (Self::AccessTokenTtl, Customer) => hours(1, 24),
            (Self::AccessTokenTtl, Partner | ApiClient | Service) => hours(1, 12),
            (Self::AccessTokenTtl, AiAgent) => minutes(15, 60),
            (Self::RefreshTokenTtl, Customer) => days(30, 90),
            (Self::RefreshTokenTtl, Partner | AiAgent) => days(1, 7),
            (Self::SessionAbsolute, Customer | Partner) => at_most(Duration::from_hours(24)),
            (Self::SessionIdle, Customer | Partner) => at_most(Duration::from_hours(1)),
            (Self::SessionAbsoluteAal3, Customer) => at_most(Duration::from_hours(12)),
            (Self::SessionAbsoluteAal3, Partner) => at_most(Duration::from_hours(24)),
            (Self::SessionIdleAal3, Customer) => at_most(Duration::from_minutes(15)),
            (Self::SessionIdleAal3, Partner) => at_most(Duration::from_hours(1)),
            (Self::StaticSecretAge, Customer | ApiClient) => days(90, 365),
            // Hard for a partner is the end of the contract, which `expiry-too-far` reads from the relationship.
            (Self::StaticSecretAge, Partner) => Limit::UpTo {
                soft: Some(Bound::Length(Duration::from_days(90))),
                hard: None,
            },
            (Self::StaticSecretAge, Service) => days(90, 180),
            (Self::StaticSecretAge, AiAgent) => Limit::Forbidden {
                waiver: Duration::from_days(30),
            },
            (Self::IdentityLifetime, Partner | ApiClient | Service) => at_most(Duration::from_days(365)),
            (Self::IdentityLifetime, AiAgent) => at_most(Duration::from_days(90)),
            (Self::ReviewInterval, Customer) => at_most(Duration::from_days(365)),
            (Self::ReviewInterval, Partner | ApiClient | Service) => days(90, 180),
            (Self::ReviewInterval, AiAgent) => days(30, 90),
            (Self::RevocationTarget, Customer | Partner) => at_most(Duration::from_hours(24)),
            (Self::RevocationTarget, ApiClient | Service) => at_most(Duration::from_hours(1)),
            (Self::RevocationTarget, AiAgent) => at_most(Duration::from_minutes(15)),
            (Self::Residual, AiAgent) => at_most(Duration::from_minutes(15)),
            (Self::Residual, _) => at_most(Duration::from_hours(1)),
            (Self::ScopesPerIdentity, Customer | Partner) => count(None, 20),
            (Self::ScopesPerIdentity, ApiClient | Service) => count(None, 15),
            (Self::ScopesPerIdentity, AiAgent) => count(None, 10),
            (Self::DelegationDepth, Partner | ApiClient | Service) => count(None, 1),
            (Self::DelegationDepth, AiAgent) => count(Some(1), 2),
            (Self::IdentitiesPerOwner, Partner | Service) => count(None, 50),
            (Self::IdentitiesPerOwner, ApiClient) => count(None, 25),
            (Self::IdentitiesPerOwner, AiAgent) => count(Some(10), 25),
            _ => Limit::NONE,
        }
    }
}

const fn at_most(hard: Duration) -> Limit {
    Limit::UpTo {
        soft: None,
        hard: Some(Bound::Length(hard)),
    }
}

const fn lengths(soft: Duration, hard: Duration) -> Limit {
    Limit::UpTo {
        soft: Some(Bound::Length(soft)),
        hard: Some(Bound::Length(hard)),
    }
}

const fn minutes(soft: u64, hard: u64) -> Limit {
    lengths(Duration::from_minutes(soft), Duration::from_minutes(hard))
}

const fn hours(soft: u64, hard: u64) -> Limit {
    lengths(Duration::from_hours(soft), Duration::from_hours(hard))
}

const fn days(soft: u64, hard: u64) -> Limit {
    lengths(Duration::from_days(soft), Duration::from_days(hard))
}

const fn count(soft: Option<u32>, hard: u32) -> Limit {
    Limit::UpTo {
        soft: match soft {
            Some(soft) => Some(Bound::Count(soft)),
            None => None,
        },
        hard: Some(Bound::Count(hard)),
    }
}

impl Limit {
    /// Nothing is said of it.
    pub const NONE: Self = Self::UpTo {
        soft: None,
        hard: None,
    };

    pub const fn soft(self) -> Option<Bound> {
        match self {
            Self::UpTo { soft, .. } => soft,
            Self::Forbidden { .. } => None,
        }
    }

    pub const fn hard(self) -> Option<Bound> {
        match self {
            Self::UpTo { hard, .. } => hard,
            Self::Forbidden { .. } => None,
        }
    }

    /// Whether all that this limit lets pass, `other` lets pass too, by warnings and by errors.
    pub fn is_within(self, other: Self) -> bool {
        let within = |mine: Option<Bound>, theirs: Option<Bound>| match (mine, theirs) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(mine), Some(theirs)) => mine <= theirs,
        };
        match (self, other) {
            (Self::Forbidden { waiver: mine }, Self::Forbidden { waiver: theirs }) => mine <= theirs,
            (Self::Forbidden { .. }, Self::UpTo { .. }) => true,
            (Self::UpTo { .. }, Self::Forbidden { .. }) => false,
            (mine, theirs) => {
                // A hard limit at or below the other's soft one leaves nothing for the warning to say.
                within(mine.hard(), theirs.hard()) && within(mine.soft().or(mine.hard()), theirs.soft())
            }
        }
    }
}

impl Limits {
    pub fn get(&self, actor: ActorType, key: LimitKey) -> Limit {
        self.rows[actor as usize][key as usize]
    }

    pub fn set(&mut self, actor: ActorType, key: LimitKey, limit: Limit) {
        self.rows[actor as usize][key as usize] = limit;
    }

    /// The widest bounds of any actor type, by which one is judged whose actor type nobody declared. Rows that
    /// state no bound do not count: they say "ask something else", not "without end".
    pub fn loosest(&self, key: LimitKey) -> Limit {
        let widest = |bound: fn(Limit) -> Option<Bound>| {
            let bounds = ActorType::ALL
                .iter()
                .filter_map(|actor| bound(self.get(*actor, key)));
            bounds.reduce(|a, b| if b > a { b } else { a })
        };
        Limit::UpTo {
            soft: widest(Limit::soft),
            hard: widest(Limit::hard),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: ActorType::ALL.map(|actor| LimitKey::ALL.map(|key| key.default_for(actor))),
        }
    }
}

impl Bound {
    pub const fn length(self) -> Option<Duration> {
        match self {
            Self::Length(length) => Some(length),
            Self::Count(_) => None,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => length.fmt(f),
            Self::Count(count) => count.fmt(f),
        }
    }
}

impl fmt::Display for Limit {
    /// As in the documentation's table: `90d / 365d`, `1h`, `forbidden (waiver up to 30d)`, `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UpTo {
                soft: Some(soft),
                hard: Some(hard),
            } => write!(f, "{soft} / {hard}"),
            Self::UpTo {
                soft: Some(soft),
                hard: None,
            } => write!(f, "{soft} / none"),
            Self::UpTo {
                soft: None,
                hard: Some(hard),
            } => hard.fmt(f),
            Self::UpTo {
                soft: None,
                hard: None,
            } => f.write_str("none"),
            Self::Forbidden { waiver } => write!(f, "forbidden (waiver up to {waiver})"),
        }
    }
}

impl fmt::Display for LimitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LimitKey {
    type Err = UnknownLimit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|key| key.as_str() == text)
            .ok_or_else(|| UnknownLimit(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_documented_table() {
        let limits = Limits::default();
        let shown = |actor, key| limits.get(actor, key).to_string();
        assert_eq!(shown(ActorType::AiAgent, LimitKey::AccessTokenTtl), "15m / 1h");
        assert_eq!(shown(ActorType::Service, LimitKey::StaticSecretAge), "90d / 180d");
        assert_eq!(
            shown(ActorType::AiAgent, LimitKey::StaticSecretAge),
            "forbidden (waiver up to 30d)"
        );
        assert_eq!(shown(ActorType::Customer, LimitKey::IdentityLifetime), "none");
        assert_eq!(shown(ActorType::AiAgent, LimitKey::IdentitiesPerOwner), "10 / 25");
    }

    #[test]
    fn the_loosest_row_judges_who_declared_nothing() {
        let limits = Limits::default();
        assert_eq!(
            limits.loosest(LimitKey::StaticSecretAge).to_string(),
            "90d / 365d"
        );
        assert_eq!(
            limits
                .loosest(LimitKey::AccessTokenTtl)
                .hard()
                .map(|b| b.to_string()),
            Some("1d".to_owned())
        );
        assert_eq!(
            limits
                .loosest(LimitKey::RefreshTokenTtl)
                .hard()
                .map(|b| b.to_string()),
            Some("90d".to_owned())
        );
    }

    #[test]
    fn a_tighter_limit_is_within_a_looser_one_and_not_the_reverse() {
        let loose = days(90, 365);
        assert!(days(30, 180).is_within(loose));
        assert!(
            at_most(Duration::from_days(90)).is_within(loose),
            "an error where a warning was"
        );
        assert!(
            !at_most(Duration::from_days(180)).is_within(loose),
            "the warning from 90d is lost"
        );
        assert!(!days(90, 366).is_within(loose));
        assert!(!Limit::NONE.is_within(loose));
        let forbidden = Limit::Forbidden {
            waiver: Duration::from_days(30),
        };
        assert!(forbidden.is_within(loose));
        assert!(!loose.is_within(forbidden));
    }

    #[test]
    fn every_key_is_read_back_from_its_spelling() {
        for (index, key) in LimitKey::ALL.into_iter().enumerate() {
            assert_eq!(key.as_str().parse(), Ok(key));
            assert_eq!(key as usize, index, "rows are indexed by the key");
        }
    }
}
