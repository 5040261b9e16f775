#[repr(C, align(16))]
pub struct Lane { pub v: [f32; 4] }
#[no_mangle]
pub unsafe extern "C" fn lane_sum(l: *const Lane) -> f32 {
    unsafe { l.as_ref() }.map_or(0.0, |l| l.v.iter().sum())
}
