//! `atlas_token`: a secret that is opened, renewed and closed, and in no plan and no state.

use tfplugin::jiff::{SignedDuration, Timestamp};
use tfplugin::{
    ApplyContext, CloseEphemeral, Diagnostic, Diagnostics, Ephemeral, Model, Opened, Private, RenewEphemeral,
    Secret, Value,
};

use crate::provider::Atlas;
use crate::store::random_id;

/// Lets its bearer in.
#[derive(Model, Clone, Debug, Default)]
pub struct Token {
    /// The id of the place; nobody looks whether it exists.
    #[tf(required)]
    place: Value<String>,
    /// How long it is good for; 3600 if left out. A term of up to 10 seconds is renewed.
    #[tf(optional, validate(between(1..=86_400)))]
    ttl_seconds: Value<u32>,
    /// The secret.
    #[tf(computed)]
    token: Value<Secret<String>>,
    /// What the atlas calls it.
    #[tf(computed)]
    lease: Value<String>,
}

/// The ephemeral resource.
pub struct TokenResource;

/// Terms up to this one, in seconds, are renewed.
const SHORT: u32 = 10;

impl Ephemeral for TokenResource {
    type Provider = Atlas;
    type Model = Token;

    const NAME: &'static str = "atlas_token";

    async fn open(&self, cx: &ApplyContext<Atlas>, config: Token) -> Result<Opened<Token>, Diagnostics> {
        let lease = random_id();
        let place = config.place.as_str().unwrap_or_default();
        let operation = cx.writer().begin().await?;
        operation
            .log("open", "token", &lease, &[("place", place)])
            .await?;
        cx.private().set("lease", lease.as_str());
        let ttl = config.ttl_seconds.known().copied();
        let short = ttl.filter(|ttl| *ttl <= SHORT);
        if let Some(ttl) = short {
            cx.private().set("ttl_seconds", ttl);
        }
        Ok(Opened {
            renew_at: short.and_then(|ttl| half_time(cx.now(), ttl.into())),
            result: Token {
                token: Value::Known(Secret::new(format!("tok-{lease}"))),
                lease: Value::Known(lease),
                ..config
            },
        })
    }
}

impl RenewEphemeral for TokenResource {
    async fn renew(&self, cx: &ApplyContext<Atlas>) -> Result<Option<Timestamp>, Diagnostics> {
        let number = |key| cx.private().get(key).and_then(|number| number.as_i64());
        let lease = lease_of(&cx.private().snapshot())?;
        let renewed = number("renewed").unwrap_or(0).saturating_add(1);
        let operation = cx.writer().begin().await?;
        operation
            .log("renew", "token", &lease, &[("renewed", &renewed.to_string())])
            .await?;
        cx.private().set("renewed", renewed);
        Ok(number("ttl_seconds").and_then(|ttl| half_time(cx.now(), ttl)))
    }
}

impl CloseEphemeral for TokenResource {
    async fn close(&self, cx: &ApplyContext<Atlas>, opened: Private) -> Result<(), Diagnostics> {
        let lease = lease_of(&opened)?;
        let renewed = opened
            .get("renewed")
            .map_or_else(|| "none".to_owned(), ToString::to_string);
        let operation = cx.writer().begin().await?;
        operation
            .log("close", "token", &lease, &[("renewed", &renewed)])
            .await
    }
}

/// Well before the end.
fn half_time(now: Timestamp, ttl: i64) -> Option<Timestamp> {
    now.checked_add(SignedDuration::from_secs(ttl) / 2).ok()
}

fn lease_of(private: &Private) -> Result<String, Diagnostics> {
    let lease = private.get("lease").and_then(|lease| lease.as_str());
    lease.map(str::to_owned).ok_or_else(|| {
        Diagnostic::error(
            "The token has no lease",
            "Its private state is not what was written when it was opened.",
        )
        .into()
    })
}
