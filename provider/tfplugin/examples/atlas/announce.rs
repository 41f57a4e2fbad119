//! `atlas_announce`: an action that tells how far it is.

use tfplugin::{Action, ApplyContext, Diagnostic, Diagnostics, Model, Path, PlanContext, Progress, Value};

use crate::provider::Atlas;

/// Says something to everybody in the atlas.
#[derive(Model, Clone, Debug, Default)]
pub struct Announcement {
    /// What to say. Nobody can say `fail`.
    #[tf(required)]
    message: Value<String>,
    /// How often, up to 10 times; once if left out.
    #[tf(optional)]
    times: Value<u32>,
}

/// The action.
pub struct Announce;

/// The atlas gets tired then.
const MOST: u32 = 10;

impl Announcement {
    fn times(&self) -> u32 {
        self.times.known().copied().unwrap_or(1)
    }
}

impl Action for Announce {
    type Provider = Atlas;
    type Config = Announcement;

    const NAME: &'static str = "atlas_announce";

    async fn plan(&self, _: &PlanContext<Atlas>, config: Announcement) -> Result<(), Diagnostics> {
        if config.times() > MOST {
            let detail = format!("The atlas says nothing more than {MOST} times. Lower `times`.");
            return Err(Diagnostic::error("Too many announcements", detail)
                .at(Path::new("times"))
                .into());
        }
        Ok(())
    }

    async fn invoke(
        &self,
        cx: &ApplyContext<Atlas>,
        config: Announcement,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        let times = config.times();
        let message = config.message.into_known().unwrap_or_default();
        if message == "fail" {
            let error = Diagnostic::error(
                "The announcement failed",
                "Nobody can say `fail`. Say something else.",
            );
            return Err(error.at(Path::new("message")).into());
        }
        for number in 1..=times {
            if cx.stop().requested().is_some() {
                let detail = format!("It was said {} of {times} times.", number - 1);
                return Err(Diagnostic::error("The announcement was interrupted", detail).into());
            }
            progress.say(format!("announcing {number}/{times}")).await;
            assert!(message != "panic", "the message panic was announced");
            let operation = cx.writer().begin().await?;
            operation.log(
                "announce",
                "message",
                &message,
                &[("number", &number.to_string())],
            )?;
        }
        Ok(())
    }
}
