//! Raw messages, servers and clients of the plugin protocol, made from `proto/` by `cargo xtask proto`.
//!
//! Public for tests that play Terraform's part; the names follow the interface files and are no stable interface.

/// `grpc.health.v1`: go-plugin's ping.
#[expect(unused_qualifications, reason = "the generator writes every path in full")]
pub mod health;
/// `plugin`: the services that go-plugin's host calls beside the provider's.
#[expect(unused_qualifications, reason = "the generator writes every path in full")]
pub mod plugin;
/// `tfplugin6`: the Terraform plugin protocol.
#[expect(unused_qualifications, reason = "the generator writes every path in full")]
pub mod tfplugin6;
