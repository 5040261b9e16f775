#[repr(C)]
pub struct Hit { pub distance: f32, pub id: u32 }
#[no_mangle]
pub extern "C" fn cast_ray(x: f32, hit: Option<&mut Hit>) -> bool {
    match hit { Some(hit) if x > 0.0 => { *hit = Hit { distance: x, id: 1 }; true } _ => false }
}
