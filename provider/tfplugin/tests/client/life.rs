//! The life of one object as Terraform leads it: what is kept of it, and the steps of plan and apply.

use tfplugin::wire::tfplugin6::{
    RawState, ResourceIdentityData, apply_resource_change, generate_resource_config,
    plan_resource_change as plan, read_resource, upgrade_resource_state, validate_resource_config,
};
use tfplugin::{Data, Object, Raw, codec};

use crate::laws;
use crate::proposal::proposed;
use crate::said::{Said, shown_path};
use crate::session::{Session, capable};
use crate::values::got;

/// What Terraform's state has of one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Kept {
    pub(crate) state: Option<Object>,
    pub(crate) private: Vec<u8>,
    pub(crate) identity: Option<ResourceIdentityData>,
    pub(crate) tainted: bool,
}

impl Kept {
    #[track_caller]
    pub(crate) fn state(&self) -> &Object {
        self.state.as_ref().expect("an object in the state")
    }
}

/// One answer of Plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Plan {
    pub(crate) prior: Option<Object>,
    /// `None` for a destroy, and after errors.
    pub(crate) planned: Option<Object>,
    pub(crate) replace: Vec<String>,
    pub(crate) private: Vec<u8>,
    pub(crate) identity: Option<ResourceIdentityData>,
}

impl Plan {
    #[track_caller]
    pub(crate) fn planned(&self) -> &Object {
        self.planned.as_ref().expect("a planned object")
    }
}

/// What Terraform shows for one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Nothing,
    Create,
    Update,
    Replace,
    Delete,
}

impl Session {
    pub(crate) async fn validate(&self, resource: &str, config: &Object) -> Said {
        let request = validate_resource_config::Request {
            type_name: resource.to_owned(),
            config: Some(self.sent(resource, Some(config))),
            client_capabilities: Some(capable()),
        };
        Said(self.validate_resource_config(request).await.diagnostics)
    }

    /// One Plan call, and core's checks of its answer.
    pub(crate) async fn plan_once(
        &self,
        resource: &str,
        prior: Option<&Object>,
        private: &[u8],
        identity: Option<&ResourceIdentityData>,
        config: Option<&Object>,
    ) -> (Plan, Said) {
        let block = self.schemas.resource(resource);
        let wanted = config.map(|config| proposed(block, prior, config));
        let request = plan::Request {
            type_name: resource.to_owned(),
            prior_state: Some(self.sent(resource, prior)),
            proposed_new_state: Some(self.sent(resource, wanted.as_ref())),
            config: Some(self.sent(resource, config)),
            prior_private: private.to_vec(),
            client_capabilities: Some(capable()),
            prior_identity: identity.cloned(),
            ..plan::Request::default()
        };
        let answer = self.plan_resource_change(request).await;
        assert!(
            !answer.legacy_type_system && answer.deferred.is_none(),
            "{answer:?}"
        );
        let said = Said(answer.diagnostics);
        let planned = got(answer.planned_state.as_ref(), &self.ty(resource));
        if said.errors().is_empty() {
            assert_eq!(
                planned.is_some(),
                config.is_some(),
                "an object where one is wanted"
            );
            if let (Some(config), Some(planned)) = (config, &planned) {
                laws::lawful_plan(block, prior, config, planned);
            }
        }
        let plan = Plan {
            prior: prior.cloned(),
            planned,
            replace: answer.requires_replace.iter().map(shown_path).collect(),
            private: answer.planned_private,
            identity: answer.planned_identity,
        };
        (plan, said)
    }

    /// What the plan walk does for one object, a second call for a replacement included.
    pub(crate) async fn plan(
        &self,
        resource: &str,
        kept: &Kept,
        config: Option<&Object>,
    ) -> (Shown, Plan, Said) {
        let prior = kept
            .state
            .as_ref()
            .filter(|_| !(kept.tainted && config.is_some()));
        // A tainted object is planned as a new one, without its private state.
        let private: &[u8] = prior.map_or(&[], |_| &kept.private);
        let identity = prior.and(kept.identity.as_ref());
        let (plan, mut said) = self.plan_once(resource, prior, private, identity, config).await;
        let shown = match (&plan.prior, config) {
            (None, Some(_)) if kept.tainted => Shown::Replace,
            (None, Some(_)) => Shown::Create,
            (None, None) => Shown::Nothing,
            (Some(_), None) => Shown::Delete,
            (Some(prior), Some(_)) if plan.planned.as_ref() == Some(prior) => Shown::Nothing,
            (Some(_), Some(_)) if plan.replace.is_empty() => Shown::Update,
            (Some(_), Some(_)) => Shown::Replace,
        };
        if shown != Shown::Replace || plan.prior.is_none() || !said.errors().is_empty() {
            return (shown, plan, said);
        }
        let (again, more) = self.plan_once(resource, None, &plan.private, None, config).await;
        said.0.extend(more.0);
        (shown, again, said)
    }

    /// One Apply call for a plan, and what core keeps of the answer.
    pub(crate) async fn apply_plan(
        &self,
        resource: &str,
        kept: &mut Kept,
        plan: &Plan,
        config: Option<&Object>,
    ) -> Said {
        let prior = plan.prior.as_ref();
        let request = apply_resource_change::Request {
            type_name: resource.to_owned(),
            prior_state: Some(self.sent(resource, prior)),
            planned_state: Some(self.sent(resource, plan.planned.as_ref())),
            config: Some(self.sent(resource, config)),
            planned_private: plan.private.clone(),
            provider_meta: None,
            planned_identity: plan.identity.clone(),
        };
        let answer = self.apply_resource_change(request).await;
        assert!(!answer.legacy_type_system);
        let said = Said(answer.diagnostics);
        let failed = !said.errors().is_empty();
        let state = got(answer.new_state.as_ref(), &self.ty(resource));
        let block = self.schemas.resource(resource);
        if let Some(state) = &state {
            laws::lawful_state(block, state);
        }
        match (&plan.planned, &state) {
            (Some(planned), Some(state)) if !failed => laws::lawful_result(block, planned, state),
            (planned, state) if !failed => {
                assert_eq!(
                    planned.is_some(),
                    state.is_some(),
                    "an object where one is planned"
                );
            }
            _ => {}
        }
        match state {
            None if failed && prior.is_some() => {}
            None => *kept = Kept::default(),
            Some(state) => {
                *kept = Kept {
                    state: Some(state),
                    private: answer.private,
                    identity: answer.new_identity,
                    tainted: failed && prior.is_none(),
                }
            }
        }
        said
    }

    /// Plans and applies one object, a replacement as delete and create.
    pub(crate) async fn apply(
        &self,
        resource: &str,
        kept: &mut Kept,
        config: Option<&Object>,
    ) -> (Shown, Said) {
        let (shown, plan, mut said) = self.plan(resource, kept, config).await;
        if shown == Shown::Nothing || !said.errors().is_empty() {
            return (shown, said);
        }
        if shown == Shown::Replace {
            let delete = Plan {
                prior: kept.state.clone(),
                private: plan.private.clone(),
                identity: kept.identity.clone(),
                ..Plan::default()
            };
            said.0
                .extend(self.apply_plan(resource, kept, &delete, None).await.0);
            if kept.state.is_some() {
                return (shown, said);
            }
        }
        // The apply walk plans again; with nothing new the answer is the same.
        let (again, more) = self
            .plan_once(
                resource,
                plan.prior.as_ref(),
                if plan.prior.is_some() { &kept.private } else { &[] },
                plan.prior.as_ref().and(kept.identity.as_ref()),
                config,
            )
            .await;
        if config.is_some() {
            more.no_error();
            assert_eq!(again.planned, plan.planned, "the final plan is another one");
        }
        let plan = if config.is_some() { again } else { plan };
        said.0
            .extend(self.apply_plan(resource, kept, &plan, config).await.0);
        (shown, said)
    }

    /// Reads the object, as every plan and apply begins.
    pub(crate) async fn refresh(&self, resource: &str, kept: &mut Kept) -> Said {
        self.upgrade_same(resource, kept).await;
        let request = read_resource::Request {
            type_name: resource.to_owned(),
            current_state: Some(self.sent(resource, kept.state.as_ref())),
            private: kept.private.clone(),
            client_capabilities: Some(capable()),
            current_identity: kept.identity.clone(),
            ..read_resource::Request::default()
        };
        let answer = self.read_resource(request).await;
        let said = Said(answer.diagnostics);
        if said.errors().is_empty() {
            let state = got(answer.new_state.as_ref(), &self.ty(resource));
            if let Some(state) = &state {
                laws::lawful_state(self.schemas.resource(resource), state);
            }
            let tainted = kept.tainted && state.is_some();
            *kept = Kept {
                state,
                private: answer.private,
                identity: answer.new_identity,
                tainted,
            };
        }
        said
    }

    /// What Terraform does with every object before it reads it: nothing may change (T21).
    async fn upgrade_same(&self, resource: &str, kept: &Kept) {
        let Some(state) = &kept.state else { return };
        let ty = self.ty(resource);
        let state: Raw = Data::Object(state.clone()).into();
        let json = codec::json::encode(&state, &ty).expect("a known state");
        let request = upgrade_resource_state::Request {
            type_name: resource.to_owned(),
            version: self.schemas.version(resource),
            raw_state: Some(RawState {
                json: json.to_string().into_bytes(),
                ..RawState::default()
            }),
        };
        let answer = self.upgrade_resource_state(request).await;
        Said(answer.diagnostics).nothing();
        let upgraded = got(answer.upgraded_state.as_ref(), &ty);
        assert_eq!(
            upgraded.as_ref(),
            kept.state.as_ref(),
            "the state after its upgrade"
        );
    }

    /// A whole `terraform apply` of one object, without an error; says what was shown.
    pub(crate) async fn run(&self, resource: &str, kept: &mut Kept, config: Option<&Object>) -> Shown {
        if let Some(config) = config {
            self.validate(resource, config).await.no_error();
        }
        if kept.state.is_some() {
            self.refresh(resource, kept).await.no_error();
        }
        let (shown, said) = self.apply(resource, kept, config).await;
        said.no_error();
        shown
    }

    /// The next plan of the same configuration changes nothing.
    pub(crate) async fn settled(&self, resource: &str, kept: &Kept, config: &Object) {
        let mut now = kept.clone();
        self.refresh(resource, &mut now).await.nothing();
        assert_eq!(now.state, kept.state, "what is read is what was applied");
        assert_eq!(now.identity, kept.identity, "the identity stays");
        assert_eq!(now.private, kept.private, "private state is echoed");
        let (shown, plan, said) = self.plan(resource, &now, Some(config)).await;
        said.no_error();
        assert_eq!(
            shown,
            Shown::Nothing,
            "{:#?} became {:#?}",
            now.state,
            plan.planned
        );
    }

    /// The configuration that `-generate-config-out` writes for a state.
    pub(crate) async fn generated(&self, resource: &str, state: &Object) -> Object {
        let answer = self
            .generate_resource_config(generate_resource_config::Request {
                type_name: resource.to_owned(),
                state: Some(self.sent(resource, Some(state))),
            })
            .await;
        Said(answer.diagnostics).nothing();
        got(answer.config.as_ref(), &self.ty(resource)).expect("a configuration")
    }

    /// A new object of this configuration.
    pub(crate) async fn created(&self, resource: &str, config: &Object) -> Kept {
        let mut kept = Kept::default();
        let shown = self.run(resource, &mut kept, Some(config)).await;
        assert_eq!(shown, Shown::Create);
        kept
    }
}
