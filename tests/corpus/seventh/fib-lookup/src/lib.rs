//! Forwarding: the table itself is in Zig (zig/fib.zig).
mod ffi;

pub use ffi::Route;
use std::net::Ipv4Addr;
use std::ptr::NonNull;

pub struct Fib {
    raw: NonNull<ffi::Fib>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextHop {
    pub via: Ipv4Addr,
    pub port: u16,
}

impl Fib {
    pub fn new() -> Option<Fib> {
        NonNull::new(unsafe { ffi::fib_new() }).map(|raw| Fib { raw })
    }

    pub fn insert(&mut self, net: Ipv4Addr, bits: u8, hop: NextHop) -> bool {
        let route = Route {
            net: u32::from(net),
            via: u32::from(hop.via),
            port: hop.port,
            bits,
            metric: 1,
        };
        unsafe { ffi::fib_insert(self.raw.as_ptr(), &route) }
    }

    pub fn next_hop(&self, dst: Ipv4Addr) -> NextHop {
        let route = unsafe { ffi::fib_lookup(self.raw.as_ptr(), u32::from(dst)).as_ref() };
        NextHop { via: Ipv4Addr::from(route.via), port: route.port }
    }
}

impl Drop for Fib {
    fn drop(&mut self) {
        unsafe { ffi::fib_free(self.raw.as_ptr()) }
    }
}
