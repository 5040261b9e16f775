use std::collections::BTreeMap;

#[derive(Default)]
pub struct Lockfile {
    pub pins: BTreeMap<String, String>,
}
