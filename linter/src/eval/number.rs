//! Terraform's numbers: binary floats of up to 512 bits, ties to even.

#[derive(Clone, Debug)]
pub struct Number;
