//! Everything that the inspection program links, in one archive with one runtime.

pub use vision_codes::*;
pub use vision_edges::*;
