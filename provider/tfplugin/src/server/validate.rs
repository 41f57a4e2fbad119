//! The Validate calls: the schema's rules first, then the unit's own.

use std::sync::Arc;

use super::Shared;
use super::answer::{Answer, answer};
use super::tables::{Shape, find};
use super::transfer::decode_object;
use crate::contract::{Notes, Provider, ValidateContext};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::model::Model;
use crate::path::Path;
use crate::rules;
use crate::value::Object;
use crate::wire::tfplugin6::{
    ClientCapabilities, DynamicValue, validate_action_config, validate_data_resource_config,
    validate_ephemeral_resource_config, validate_list_resource_config, validate_provider_config,
    validate_resource_config,
};

type Outcome<T> = Result<T, Diagnostics>;

pub(super) async fn provider<P: Provider>(
    shared: Arc<Shared<P>>,
    request: validate_provider_config::Request,
) -> validate_provider_config::Response {
    let shape = Ok(shared.tables.config());
    check(shape, request.config.as_ref(), None, |cx, object| {
        let config = P::Config::decode(object).map_err(|misfit| {
            Diagnostic::error("Invalid provider configuration", misfit.reason).at(misfit.path)
        })?;
        shared.provider.validate(cx, &config);
        Ok(())
    })
}

pub(super) async fn resource<P: Provider>(
    shared: Arc<Shared<P>>,
    request: validate_resource_config::Request,
) -> validate_resource_config::Response {
    let unit = find(&shared.tables.resources, "resource", &request.type_name);
    let client = request.client_capabilities.unwrap_or_default();
    check(
        unit.as_ref().map(|unit| unit.shape()).map_err(Clone::clone),
        request.config.as_ref(),
        Some(client),
        |cx, object| unit.clone()?.does.validate(cx, object),
    )
}

/// The kinds of units that Validate treats alike.
macro_rules! kinds {
    ($($function:ident $module:ident $table:ident $kind:literal;)*) => {
        $(pub(super) async fn $function<P: Provider>(
            shared: Arc<Shared<P>>,
            request: $module::Request,
        ) -> $module::Response {
            let unit = find(&shared.tables.$table, $kind, &request.type_name);
            check(
                unit.as_ref().map(|unit| unit.shape()).map_err(Clone::clone),
                request.config.as_ref(),
                None,
                |cx, object| unit.clone()?.does.validate(cx, object),
            )
        })*
    };
}
kinds! {
    data_source validate_data_resource_config data_sources "data source";
    ephemeral validate_ephemeral_resource_config ephemerals "ephemeral resource";
    list validate_list_resource_config lists "list resource";
    action validate_action_config actions "action";
}

fn check<A: Answer>(
    shape: Outcome<&Shape>,
    config: Option<&DynamicValue>,
    client: Option<ClientCapabilities>,
    own: impl FnOnce(&ValidateContext, Object) -> Outcome<()>,
) -> A {
    let notes = Arc::new(Notes::default());
    let result = (|| {
        let shape = shape?;
        let object = decode_object("configuration", config, &shape.ty)?;
        let mut found = shape.block.check(&object);
        if let Some(client) = client {
            found.extend(rules::write_only_allowed(
                &shape.block,
                &object,
                client.write_only_attributes_allowed,
            ));
        }
        notes.extend(found.clone());
        let failed = own(&ValidateContext::new(Arc::clone(&notes)), object).err();
        // What a validator refuses does not fit the Rust type either: it is told once.
        let more = failed.into_iter().flatten();
        notes.extend(more.filter(|more| !tells_of(&found, more)).collect());
        Ok(A::default())
    })();
    answer(result, notes.take())
}

/// Whether there is an error at the place of this one already.
fn tells_of(found: &Diagnostics, more: &Diagnostic) -> bool {
    let place = more.path.as_ref().map(Path::addressable);
    place.is_some()
        && found
            .iter()
            .any(|found| found.severity == Severity::Error && found.path == place)
}
