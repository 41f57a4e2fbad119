//! `atlas_thing`: one of everything, and faults to be asked for.

mod answer;
mod fault;
mod generate;
mod identity;
mod model;
mod older;
mod parts;
mod plan;

use tfplugin::{
    ApplyContext, Create, Delete, Diagnostic, Diagnostics, Path, ReadContext, Resource, Secret, Update,
    ValidateContext, Value,
};

use crate::provider::Atlas;
use crate::store::{Operation, Record};
pub use fault::Fault;
pub use model::Thing;

/// The resource.
pub struct ThingResource;

/// The extension of the file with a thing's secret.
const SECRET: &str = "secret";

impl Resource for ThingResource {
    type Provider = Atlas;
    type Model = Thing;

    const NAME: &'static str = "atlas_thing";
    const VERSION: i64 = 2;

    fn validate(&self, cx: &ValidateContext, config: &Thing) {
        let home = config.home.known();
        if home.is_some_and(|home| home.street.as_str() == Some("nowhere")) {
            let detail = "`home.street` is \"nowhere\". Name a street that exists.";
            let street = Path::new("home").attribute("street");
            cx.say(Diagnostic::error("No such street", detail).at(street));
        }
    }

    async fn create(&self, cx: &ApplyContext<Atlas>, new: Create<Thing>) -> Result<Thing, Diagnostics> {
        let operation = cx.writer().begin().await?;
        let fault = Fault::of(&new.plan);
        if fault == Some(Fault::CreateError) {
            return Err(Fault::CreateError.error());
        }
        if fault == Some(Fault::CreatePanicTells) {
            let secret = new.config.secret_wo.expose();
            panic!(
                "the fault create_panic_tells was asked for by {:?} and {secret:?}",
                new.config.text
            );
        }
        let thing = Thing {
            secret_length: length(&new.config.secret_wo),
            serial: Value::Known(1),
            ..new.plan.completed()
        };
        operation.create(&thing).await?;
        keep_secret(&operation, &thing, &new.config.secret_wo).await?;
        cx.private().set("made", 1);
        cx.private().set("version", 1);
        let made = Fault::after_create(fault, cx, &new.saved, thing).await?;
        Ok(Fault::spelt(made))
    }

    async fn read(&self, cx: &ReadContext<Atlas>, state: Thing) -> Result<Option<Thing>, Diagnostics> {
        if Fault::of(&state) == Some(Fault::ReadSilent) {
            return Err(Diagnostics::default());
        }
        let found: Option<Thing> = cx.reader().find(state.key()).await?;
        let with_ours = |thing| Thing {
            // Between Terraform and this provider; the atlas has no say in it.
            timeouts: state.timeouts,
            fault: state.fault,
            secret_wo_version: state.secret_wo_version,
            ..thing
        };
        Ok(found.map(with_ours).map(Fault::spelt))
    }

    async fn update(&self, cx: &ApplyContext<Atlas>, change: Update<Thing>) -> Result<Thing, Diagnostics> {
        let operation = cx.writer().begin().await?;
        match Fault::of(&change.plan) {
            Some(fault @ Fault::UpdateError) => return Err(fault.error()),
            Some(Fault::UpdatePanic) => panic!("the fault update_panic was asked for"),
            Some(fault @ Fault::UpdateErrorPartial) => {
                let half = Thing {
                    text: change.plan.text,
                    ..change.prior
                };
                operation.update(&half).await?;
                change.saved.set(half);
                return Err(fault.error());
            }
            _ => {}
        }
        let is_new_secret = change.plan.secret_wo_version != change.prior.secret_wo_version;
        let thing = Thing {
            secret_length: if is_new_secret {
                length(&change.config.secret_wo)
            } else {
                change.prior.secret_length
            },
            serial: change.prior.serial.map(|serial| serial.saturating_add(1)),
            ..change.plan.completed()
        };
        operation.update(&thing).await?;
        if is_new_secret {
            keep_secret(&operation, &thing, &change.config.secret_wo).await?;
        }
        Ok(Fault::spelt(thing))
    }

    async fn delete(&self, cx: &ApplyContext<Atlas>, old: Delete<Thing>) -> Result<(), Diagnostics> {
        let operation = cx.writer().begin().await?;
        if let Some(fault @ Fault::DeleteError) = Fault::of(&old.prior) {
            return Err(fault.error());
        }
        let made = cx
            .private()
            .get("made")
            .map_or_else(|| "none".to_owned(), |made| made.to_string());
        operation.forget::<Thing>(old.prior.key(), SECRET).await?;
        operation
            .delete::<Thing>(old.prior.key(), &[("private", &made)])
            .await
    }
}

async fn keep_secret(
    operation: &Operation<'_>,
    thing: &Thing,
    secret: &Value<Secret<String>>,
) -> Result<(), Diagnostics> {
    match secret.expose() {
        Some(secret) => operation.keep::<Thing>(thing.key(), SECRET, secret.clone()).await,
        None => operation.forget::<Thing>(thing.key(), SECRET).await,
    }
}

/// In characters.
fn length(secret: &Value<Secret<String>>) -> Value<i64> {
    let count = |secret: &String| i64::try_from(secret.chars().count()).unwrap_or(i64::MAX);
    secret.expose().map(count).into()
}
