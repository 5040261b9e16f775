//! Token bucket limits for the proxy.

mod bucket;

use bucket::Bucket;
use std::collections::HashMap;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub per_second: u32,
    pub burst: Option<u32>,
    pub weight: u16,
}

#[derive(Default)]
pub struct Table {
    routes: HashMap<u64, Bucket>,
}

#[unsafe(no_mangle)]
pub extern "C" fn limits_new() -> Box<Table> {
    Box::default()
}

#[unsafe(no_mangle)]
pub extern "C" fn limits_free(table: Option<Box<Table>>) {
    drop(table);
}

/// Sets the limits of a route; a rate of 0 takes them away.
#[unsafe(no_mangle)]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn limits_set(table: &mut Table, route: u64, limits: &Limits) {
    if limits.per_second == 0 {
        table.routes.remove(&route);
        return;
    }
    let burst = limits.burst.unwrap_or(limits.per_second);
    let bucket = Bucket::new(limits.per_second, burst, limits.weight.max(1));
    table.routes.insert(route, bucket);
}

/// Whether a request may pass at a time in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn limits_pass(table: &mut Table, route: u64, now_ms: u64) -> bool {
    table.routes.get_mut(&route).is_none_or(|b| b.take(now_ms))
}
