pub mod cursor;
pub mod store;

pub use cursor::Cursor;
pub use store::Store;
