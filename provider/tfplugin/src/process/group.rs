//! The number of a group that `PLUGIN_UNIX_SOCKET_GROUP` names.

/// To the system this number says "leave the group as it is".
const UNCHANGED: u32 = u32::MAX;

/// A number stands for itself; a name is looked up in `groups`, the text of `/etc/group`.
pub(super) fn number(group: &str, groups: &str) -> Option<u32> {
    let number = group.parse().ok().or_else(|| {
        groups.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next()? == group).then(|| fields.nth(1)?.parse().ok())?
        })
    });
    number.filter(|number| *number != UNCHANGED)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: &str = "root:x:0:\nbroken:x\n# 12:x:3:\nstaff:x:50:ann,ben\nnone:x:4294967295:\n";

    #[test]
    fn a_name_or_a_number_finds_the_group() {
        assert_eq!(number("staff", GROUPS), Some(50));
        assert_eq!(number("4242", GROUPS), Some(4242));
        for unknown in ["broken", "ann", "", "-1", "4294967295", "none"] {
            assert_eq!(number(unknown, GROUPS), None, "{unknown}");
        }
    }
}
