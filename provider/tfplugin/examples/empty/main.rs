//! A provider that offers nothing, so that tests can watch its process live and end.

use std::process::ExitCode;
use tfplugin::process::{Program, run};
use tfplugin::wire::tfplugin6::provider_server::Provider;
use tfplugin::wire::tfplugin6::{Schema, get_functions, get_provider_schema, schema};
use tonic::{Request, Response, Status};

struct Empty;

#[tonic::async_trait]
impl Provider for Empty {
    /// As little as Terraform accepts.
    async fn get_provider_schema(
        &self,
        _: Request<get_provider_schema::Request>,
    ) -> Result<Response<get_provider_schema::Response>, Status> {
        let nothing = Schema {
            version: 0,
            block: Some(schema::Block::default()),
        };
        Ok(Response::new(get_provider_schema::Response {
            provider: Some(nothing),
            ..Default::default()
        }))
    }

    /// Panics, as a handler with a bug does.
    async fn get_functions(
        &self,
        _: Request<get_functions::Request>,
    ) -> Result<Response<get_functions::Response>, Status> {
        panic!("a bug\npanic: of this example")
    }
}

fn main() -> ExitCode {
    let program = Program {
        name: "empty",
        version: "1.2.3",
        address: "registry.terraform.io/examples/empty",
    };
    run(program, |_| match std::env::var("EMPTY_PANIC") {
        Ok(message) => panic!("{message}"),
        Err(_) => Empty,
    })
}
