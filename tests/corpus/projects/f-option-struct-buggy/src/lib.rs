#[repr(C)]
pub struct Hit { pub distance: f32, pub id: u32 }
#[no_mangle]
pub extern "C" fn cast_ray(x: f32) -> Option<Hit> {
    (x > 0.0).then_some(Hit { distance: x, id: 1 })
}
