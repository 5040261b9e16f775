mod sys;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatLon {
    pub lat: f64,
    pub lon: f64,
}

#[derive(Debug)]
pub enum Error {
    Malformed,
    OutOfMemory,
    Unknown(i32),
}

/// Decodes an encoded polyline.
pub fn decode(line: &str) -> Result<Vec<LatLon>, Error> {
    let mut raw = sys::Points { ptr: std::ptr::null_mut(), len: 0 };
    match unsafe { sys::polyline_decode(line.as_ptr(), line.len(), &mut raw) } {
        0 => {}
        -1 => return Err(Error::Malformed),
        -2 => return Err(Error::OutOfMemory),
        other => return Err(Error::Unknown(other)),
    }
    let points = if raw.ptr.is_null() {
        Vec::new()
    } else {
        unsafe { std::slice::from_raw_parts(raw.ptr, raw.len) }
            .iter()
            .map(|p| LatLon { lat: f64::from(p[0]) / 1e5, lon: f64::from(p[1]) / 1e5 })
            .collect()
    };
    unsafe { sys::polyline_free(raw) };
    Ok(points)
}
