//! What every provider should ask of itself.

use tfplugin::schema::SchemaKind;
use tfplugin::testing::{parity, problems};

use crate::{announce, listing, lookup, place, provider, region, thing, token};

#[test]
fn terraform_accepts_the_schemas() {
    assert_eq!(problems(&provider::Atlas), [""; 0]);
}

#[test]
fn every_model_gives_back_what_it_was_given() {
    parity::<provider::Config>(SchemaKind::Provider);
    parity::<region::Region>(SchemaKind::Resource);
    parity::<place::Place>(SchemaKind::Resource);
    parity::<thing::Thing>(SchemaKind::Resource);
    parity::<lookup::Lookup>(SchemaKind::DataSource);
    parity::<token::Token>(SchemaKind::Ephemeral);
    parity::<announce::Announcement>(SchemaKind::Action);
    parity::<listing::Filter>(SchemaKind::List);
}
