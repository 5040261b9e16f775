pub mod menu;
pub use menu::{Action, Menu};
