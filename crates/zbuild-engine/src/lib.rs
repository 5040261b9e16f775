//! Actions, action keys, a content store, a scheduler and remote execution; knows no language.
