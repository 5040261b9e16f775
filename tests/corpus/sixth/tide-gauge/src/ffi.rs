#[repr(C)]
pub struct Gauge {
    _data: [u8; 0],
    _marker: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)>,
}

#[link(name = "gauge", kind = "static")]
extern "C" {
    pub fn gauge_new() -> *mut Gauge;
    pub fn gauge_free(g: *mut Gauge);
    pub fn gauge_calibrate(g: *mut Gauge, low_mm: i32, low_counts: i32, high_mm: i32, high_counts: i32) -> bool;
    pub fn gauge_feed(g: *mut Gauge, counts: i32) -> i32;
    pub fn gauge_faults(g: *const Gauge) -> u32;
}
