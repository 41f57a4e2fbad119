//! What `testing::problems` says of schema versions.

use tfplugin::testing::problems;
use tfplugin::{
    ApplyContext, ConfigureContext, Configured, Create, Delete, Diagnostics, ManagedResource, Model,
    Provider, ReadContext, Resource, Units, Update, UpgradeState, Value,
};

/// A provider whose resource is of this version.
struct Old<const VERSION: i64> {
    upgrades: bool,
}

/// No configuration.
#[derive(Model)]
struct Config {}

impl<const VERSION: i64> Provider for Old<VERSION> {
    type Config = Config;
    type Memory = ();
    type Reader = ();
    type Writer = ();

    const NAME: &'static str = "old";
    const VERSION: &'static str = "1.0.0";
    const ADDRESS: &'static str = "registry.terraform.io/examples/old";

    async fn configure(&self, _: &ConfigureContext, _: Config) -> Result<Configured<Self>, Diagnostics> {
        Ok(Configured {
            memory: (),
            reader: (),
            writer: (),
        })
    }

    fn units(&self) -> Units<Self> {
        let resource = ManagedResource::new(Wine);
        let resource = if self.upgrades {
            resource.upgrades()
        } else {
            resource
        };
        Units {
            resources: vec![resource.boxed()],
            ..Units::default()
        }
    }
}

struct Wine<const VERSION: i64>;

/// A wine.
#[derive(Model)]
struct Bottle {
    /// Its name.
    #[tf(required)]
    name: Value<String>,
}

impl<const VERSION: i64> Resource for Wine<VERSION> {
    type Provider = Old<VERSION>;
    type Model = Bottle;

    const NAME: &'static str = "old_wine";
    const VERSION: i64 = VERSION;

    async fn create(
        &self,
        _: &ApplyContext<Old<VERSION>>,
        new: Create<Bottle>,
    ) -> Result<Bottle, Diagnostics> {
        Ok(new.plan)
    }

    async fn read(
        &self,
        _: &ReadContext<Old<VERSION>>,
        state: Bottle,
    ) -> Result<Option<Bottle>, Diagnostics> {
        Ok(Some(state))
    }

    async fn update(
        &self,
        _: &ApplyContext<Old<VERSION>>,
        to: Update<Bottle>,
    ) -> Result<Bottle, Diagnostics> {
        Ok(to.plan)
    }

    async fn delete(&self, _: &ApplyContext<Old<VERSION>>, _: Delete<Bottle>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

impl<const VERSION: i64> UpgradeState for Wine<VERSION> {
    fn upgrade(&self, _: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        Ok(state)
    }
}

#[test]
fn a_version_after_the_first_reads_the_states_of_those_before() {
    assert_eq!(problems(&Old::<0> { upgrades: false }), [""; 0]);
    assert_eq!(problems(&Old::<3> { upgrades: true }), [""; 0]);
    assert_eq!(
        problems(&Old::<3> { upgrades: false }),
        [
            "resource old_wine: its schema version is 3, and nothing reads the states of those before: implement \
             `UpgradeState` and offer it with `.upgrades()`, or begin with version 0."
        ]
    );
}

#[test]
fn a_version_is_not_negative() {
    assert_eq!(
        problems(&Old::<-1> { upgrades: false }),
        ["resource old_wine: a schema version is not negative."]
    );
}
