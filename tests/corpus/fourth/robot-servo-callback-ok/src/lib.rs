mod bus;

use std::ffi::c_void;

#[derive(Debug, Default)]
pub struct Telemetry {
    frames: u32,
    bad: u32,
    angles: Vec<i16>,
}

fn checksum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0u8, |n, b| n.wrapping_add(*b))
}

// Frame: id, length, payload of i16, checksum.
unsafe extern "C" fn on_frame(user: *mut c_void, data: *const u8, len: usize) -> bool {
    let Some(t) = (user as *mut Telemetry).as_mut() else { return false };
    if data.is_null() || len < 3 {
        t.bad += 1;
        return true;
    }
    let frame = std::slice::from_raw_parts(data, len);
    let n = usize::from(frame[1]);
    let payload = frame.get(2..2 + n).unwrap_or_default();
    if payload.is_empty() || frame.last() != Some(&checksum(payload)) {
        t.bad += 1;
        return true;
    }
    t.frames += 1;
    t.angles.extend(payload.chunks_exact(2).map(|c| i16::from_le_bytes([c[0], c[1]])));
    t.frames < 10_000
}

impl Telemetry {
    pub fn collect(port: u32) -> Option<Telemetry> {
        let mut t = Box::<Telemetry>::default();
        let user = (&mut *t as *mut Telemetry).cast();
        let ok = unsafe { bus::servo_bus_poll(port, Some(on_frame), user) };
        ok.then_some(*t)
    }

    pub fn mean_angle(&self) -> Option<f64> {
        let sum: f64 = self.angles.iter().map(|a| f64::from(*a)).sum();
        (!self.angles.is_empty()).then(|| sum / self.angles.len() as f64)
    }
}
