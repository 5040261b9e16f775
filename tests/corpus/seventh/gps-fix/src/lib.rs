mod fix;

pub use fix::{Fix, Point};

#[derive(Default)]
pub struct Track {
    points: Vec<Point>,
    rejected: u32,
}

#[unsafe(no_mangle)]
pub extern "C" fn track_new() -> *mut Track {
    Box::into_raw(Box::default())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn track_add(track: *mut Track, fix: Fix, lat: f64, lon: f64) -> bool {
    let Some(track) = (unsafe { track.as_mut() }) else { return false };
    let error = match fix {
        Fix::None => None,
        Fix::Flat => Some(25.0),
        Fix::Full => Some(6.0),
        Fix::Differential => Some(0.8),
    };
    match error {
        Some(error) => {
            track.points.push(Point { lat, lon, error });
            true
        }
        None => {
            track.rejected = track.rejected.saturating_add(1);
            false
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn track_error(track: *const Track) -> f64 {
    let Some(track) = (unsafe { track.as_ref() }) else { return 0.0 };
    fix::mean_error(&track.points)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn track_free(track: *mut Track) {
    if !track.is_null() {
        drop(unsafe { Box::from_raw(track) });
    }
}
