mod imp;
pub use imp::*;
