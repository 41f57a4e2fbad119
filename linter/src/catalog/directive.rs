//! `# extid: subject actor=ai_agent owner=team-x`: a comment that tells what the resource below it is.

use governance::ActorType;

/// What a `[[subject]]` entry or a comment declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) actor: Option<ActorType>,
    pub(super) owner: Option<String>,
    pub(super) relationship: Option<String>,
    pub(super) class: Option<String>,
}

/// `None` when the comment is not about a subject; an error when it is and cannot be read.
pub(super) fn parse(comment: &str) -> Option<Result<Declared, String>> {
    let rest = comment.split_once("extid:")?.1.trim_start();
    let rest = rest.strip_prefix("subject")?;
    if rest.starts_with(|c: char| !c.is_whitespace()) {
        return None;
    }
    Some(pairs(rest.trim()))
}

fn pairs(mut rest: &str) -> Result<Declared, String> {
    let mut declared = Declared::default();
    if rest.is_empty() {
        return Err("`extid: subject` declares nothing; write `actor=` or `owner=` behind it".to_owned());
    }
    while !rest.is_empty() {
        let (key, after) = rest
            .split_once('=')
            .ok_or_else(|| format!("`{rest}` is not `key=value`"))?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted
                .split_once('"')
                .ok_or_else(|| format!("the value of `{key}` has no closing quote"))?,
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if value.trim().is_empty() {
            return Err(format!("`{key}` has no value"));
        }
        let slot = match key.trim() {
            "actor" => {
                declared.actor = Some(value.parse().map_err(|error| format!("{error}"))?);
                rest = after.trim_start();
                continue;
            }
            "owner" => &mut declared.owner,
            "relationship" => &mut declared.relationship,
            "class" => &mut declared.class,
            // For people to read.
            "purpose" => &mut None,
            other => {
                return Err(format!(
                    "`{other}` cannot be declared; keys are actor, owner, relationship, class and purpose"
                ));
            }
        };
        *slot = Some(value.to_owned());
        rest = after.trim_start();
    }
    Ok(declared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_are_read_in_any_order_and_may_be_quoted() {
        let declared = parse(r#"extid: subject owner="team x" actor=ai_agent class=bots"#);
        assert_eq!(
            declared,
            Some(Ok(Declared {
                actor: Some(ActorType::AiAgent),
                owner: Some("team x".to_owned()),
                relationship: None,
                class: Some("bots".to_owned()),
            }))
        );
    }

    #[test]
    fn other_comments_are_not_ours() {
        assert_eq!(parse("extid: ignore[absent-expiry] until=2026-12-31 x"), None);
        assert_eq!(parse("extid: subjects are listed elsewhere"), None);
        assert_eq!(parse("the subject actor=ai_agent"), None);
    }

    #[test]
    fn a_directive_that_cannot_be_read_says_why() {
        for (text, part) in [
            ("extid: subject", "declares nothing"),
            ("extid: subject ai_agent", "not `key=value`"),
            ("extid: subject actor=robot", "`robot` is not an actor type"),
            ("extid: subject team=x", "`team` cannot be declared"),
            ("extid: subject owner=", "no value"),
            ("extid: subject owner=\"x", "no closing quote"),
        ] {
            let error = parse(text).and_then(Result::err).unwrap_or_default();
            assert!(error.contains(part), "{text:?} gave {error:?}");
        }
    }
}
