//! Longest prefix match for the VPN client.
mod table;

use table::{Route, Table};

#[no_mangle]
pub extern "C" fn routes_new() -> *mut Table {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn routes_add(table: *mut Table, net: u32, bits: u8, gateway: u32) -> bool {
    match table.as_mut() {
        Some(table) if bits <= 32 => {
            table.add(Route { net, bits, gateway });
            true
        }
        _ => false,
    }
}

/// The best route, copied to `out`; null when there is none.
#[no_mangle]
pub unsafe extern "C" fn routes_find(table: *const Table, address: u32, out: *mut Route) -> *const Route {
    let found = table.as_ref().and_then(|table| table.find(address));
    match (found, out.as_mut()) {
        (Some(route), Some(out)) => {
            *out = route;
            out
        }
        _ => std::ptr::null(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn routes_free(table: *mut Table) {
    if !table.is_null() {
        drop(Box::from_raw(table));
    }
}
