use std::ptr::NonNull;
#[repr(C)]
struct Raw { _p: [u8; 0] }
unsafe extern "C" {
    fn gauge_new() -> Option<NonNull<Raw>>;
    fn gauge_bind(g: NonNull<Raw>, source: *const f64);
    fn gauge_tick(g: NonNull<Raw>) -> f64;
    fn gauge_free(g: Option<NonNull<Raw>>);
}
struct Gauge { raw: NonNull<Raw> }
impl Gauge {
    fn of(value: f64) -> Option<Gauge> {
        let raw = unsafe { gauge_new() }?;
        let source = value;
        unsafe { gauge_bind(raw, &source) };
        Some(Gauge { raw })
    }
    fn tick(&mut self) -> f64 { unsafe { gauge_tick(self.raw) } }
}
impl Drop for Gauge { fn drop(&mut self) { unsafe { gauge_free(Some(self.raw)) } } }
fn main() { if let Some(mut g) = Gauge::of(3.0) { println!("{}", g.tick()); } }
