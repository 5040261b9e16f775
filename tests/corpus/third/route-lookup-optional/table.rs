#[repr(C)]
#[derive(Clone, Copy)]
pub struct Route {
    pub net: u32,
    pub bits: u8,
    pub gateway: u32,
}

#[derive(Default)]
pub struct Table {
    routes: Vec<Route>,
}

impl Route {
    fn covers(&self, address: u32) -> bool {
        let mask = u32::MAX.checked_shl(32u32.saturating_sub(u32::from(self.bits))).unwrap_or(0);
        address & mask == self.net & mask
    }
}

impl Table {
    pub fn add(&mut self, route: Route) {
        self.routes.push(route);
    }

    pub fn find(&self, address: u32) -> Option<Route> {
        self.routes.iter().filter(|r| r.covers(address)).max_by_key(|r| r.bits).copied()
    }
}
