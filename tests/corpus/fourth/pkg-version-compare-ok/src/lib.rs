pub mod api;
mod semver;
