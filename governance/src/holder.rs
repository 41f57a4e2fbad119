//! What kind of actor stands behind a grant or a credential.
