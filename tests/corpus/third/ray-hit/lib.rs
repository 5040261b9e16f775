//! Ray casts for the physics debug view.
mod shapes;

use shapes::{Hit, Ray, Sphere};

const NONE: Hit = Hit { distance: -1.0, normal: [0.0; 3], body: 0, material: 0 };

/// Nearest hit; `distance` is negative when there is none.
#[no_mangle]
pub unsafe extern "C" fn cast(ray: Ray, spheres: *const Sphere, count: usize) -> Hit {
    if spheres.is_null() {
        return NONE;
    }
    let mut best = NONE;
    for (sphere, body) in std::slice::from_raw_parts(spheres, count).iter().zip(1u32..) {
        if let Some(hit) = sphere.hit(&ray, body) {
            if best.distance < 0.0 || hit.distance < best.distance {
                best = hit;
            }
        }
    }
    best
}
