//! The schemas that the provider serves, asked once for all tests: Terraform keeps them too.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use tfplugin::wire::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::wire::tfplugin6::schema::{Attribute, Block, NestedBlock, object};
use tfplugin::wire::tfplugin6::{self as wire, get_provider_schema, get_resource_identity_schemas};
use tfplugin::{Data, Elements, Object, Raw, Type, Value};
use tokio::sync::OnceCell;

use crate::session::start;
use crate::terraform_core::Settings;
use crate::values::value;

/// What a provider offers.
pub(crate) struct Schemas {
    pub(crate) provider: get_provider_schema::Response,
    pub(crate) identities: BTreeMap<String, Type>,
}

impl Schemas {
    /// Of the example provider.
    pub(crate) async fn served() -> &'static Self {
        static SERVED: OnceCell<Schemas> = OnceCell::const_new();
        SERVED.get_or_init(Self::ask).await
    }

    async fn ask() -> Self {
        let mut core = start(Settings::default()).await;
        let asked = get_provider_schema::Request::default();
        let provider = core.client.get_provider_schema(asked).await.expect("an answer");
        let asked = get_resource_identity_schemas::Request::default();
        let identities = core.client.get_resource_identity_schemas(asked).await;
        let identities = identities.expect("an answer").into_inner().identity_schemas;
        let identity = |schema: wire::ResourceIdentitySchema| {
            let attributes = schema.identity_attributes.into_iter();
            Type::Object(
                attributes
                    .map(|attribute| (attribute.name, read_type(&attribute.r#type)))
                    .collect(),
            )
        };
        Self {
            provider: provider.into_inner(),
            identities: identities
                .into_iter()
                .map(|(name, schema)| (name, identity(schema)))
                .collect(),
        }
    }

    pub(crate) fn resource(&self, name: &str) -> &Block {
        block(&self.provider.resource_schemas[name])
    }

    pub(crate) fn version(&self, name: &str) -> i64 {
        self.provider.resource_schemas[name].version
    }

    pub(crate) fn data_source(&self, name: &str) -> &Block {
        block(&self.provider.data_source_schemas[name])
    }

    pub(crate) fn ephemeral(&self, name: &str) -> &Block {
        block(&self.provider.ephemeral_resource_schemas[name])
    }

    pub(crate) fn list(&self, name: &str) -> &Block {
        block(&self.provider.list_resource_schemas[name])
    }

    pub(crate) fn action(&self, name: &str) -> &Block {
        let action = &self.provider.action_schemas[name];
        block(action.schema.as_ref().expect("a schema"))
    }

    pub(crate) fn config(&self) -> &Block {
        block(self.provider.provider.as_ref().expect("a provider schema"))
    }
}

fn block(schema: &wire::Schema) -> &Block {
    schema.block.as_ref().expect("every schema has a block")
}

pub(crate) fn read_type(json: &[u8]) -> Type {
    Type::from_json(json).expect("a type")
}

/// The type of a block's value.
pub(crate) fn type_of(block: &Block) -> Type {
    let attributes = block.attributes.iter();
    let attributes = attributes.map(|attribute| (attribute.name.clone(), attribute_type(attribute)));
    let blocks = block.block_types.iter();
    let blocks = blocks.map(|nested| (nested.type_name.clone(), nested_block_type(nested)));
    Type::Object(attributes.chain(blocks).collect())
}

pub(crate) fn inner(nested: &NestedBlock) -> &Block {
    nested.block.as_ref().expect("every nested block has a block")
}

fn nested_block_type(nested: &NestedBlock) -> Type {
    let object = type_of(inner(nested));
    match nested.nesting() {
        NestingMode::Single | NestingMode::Group => object,
        NestingMode::List => object.list(),
        NestingMode::Set => object.set(),
        NestingMode::Map => object.map(),
        NestingMode::Invalid => panic!("{} has no nesting", nested.type_name),
    }
}

fn attribute_type(attribute: &Attribute) -> Type {
    let Some(nested) = &attribute.nested_type else {
        return read_type(&attribute.r#type);
    };
    let attributes = nested.attributes.iter();
    let object = Type::Object(
        attributes
            .map(|attribute| (attribute.name.clone(), attribute_type(attribute)))
            .collect(),
    );
    match nested.nesting() {
        object::NestingMode::Single => object,
        object::NestingMode::List => object.list(),
        object::NestingMode::Set => object.set(),
        object::NestingMode::Map => object.map(),
        object::NestingMode::Invalid => panic!("{} has no nesting", attribute.name),
    }
}

/// A configuration as Terraform completes it: null for what is left out, and each absent block in its own form.
#[track_caller]
pub(crate) fn object(block: &Block, json: &Json) -> Object {
    let given = json.as_object().unwrap_or_else(|| panic!("{json} is no object"));
    let mut object = Object::new();
    for attribute in &block.attributes {
        let given = given.get(&attribute.name).unwrap_or(&Json::Null);
        object.insert(attribute.name.clone(), value(given, &attribute_type(attribute)));
    }
    for nested in &block.block_types {
        object.insert(
            nested.type_name.clone(),
            blocks(nested, given.get(&nested.type_name)),
        );
    }
    for name in given.keys() {
        assert!(object.contains_key(name), "there is no {name} in the schema");
    }
    object
}

fn blocks(nested: &NestedBlock, given: Option<&Json>) -> Raw {
    let one = |json: &Json| {
        if json == crate::values::UNKNOWN {
            return Value::unknown();
        }
        Value::Known(Data::Object(object(inner(nested), json)))
    };
    let nothing = Json::Object(Map::new());
    if given.is_some_and(|given| given == crate::values::UNKNOWN) {
        return Value::unknown();
    }
    let several = || -> Vec<Raw> {
        let given = given.map(|given| given.as_array().expect("an array of blocks"));
        given.into_iter().flatten().map(one).collect()
    };
    match nested.nesting() {
        NestingMode::Single => given.map_or(Value::Null, one),
        NestingMode::Group => one(given.unwrap_or(&nothing)),
        NestingMode::List => Value::Known(Data::List(several())),
        NestingMode::Set => Value::Known(Data::Set(Elements::new(several()))),
        NestingMode::Map => {
            let labelled = given.unwrap_or(&nothing).as_object().expect("blocks by label");
            let labelled = labelled.iter();
            Value::Known(Data::Map(
                labelled.map(|(label, json)| (label.clone(), one(json))).collect(),
            ))
        }
        NestingMode::Invalid => panic!("{} has no nesting", nested.type_name),
    }
}
