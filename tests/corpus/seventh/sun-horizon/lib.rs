#[repr(C)]
#[derive(Clone, Copy)]
pub struct Observer {
    pub lat: f64,
    pub lon: f64,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Horizon {
    pub azimuth: f64,
    pub altitude: f64,
    pub refraction: f64,
}

fn refraction(alt: f64) -> f64 {
    if alt < -1.0 {
        return 0.0;
    }
    let r = (alt + 10.3 / (alt + 5.11)).to_radians();
    1.02 / r.tan() / 60.0
}

#[no_mangle]
pub extern "C" fn sun_horizon(at: Observer, hour_angle: f64, declination: f64) -> Horizon {
    let (lat, dec) = (at.lat.to_radians(), declination.to_radians());
    let h = (hour_angle + at.lon).to_radians();
    let alt = (lat.sin() * dec.sin() + lat.cos() * dec.cos() * h.cos()).asin();
    let az = h.sin().atan2(h.cos() * lat.sin() - dec.tan() * lat.cos());
    let altitude = alt.to_degrees();
    let r = refraction(altitude);
    Horizon {
        azimuth: az.to_degrees() + 180.0,
        altitude: altitude + r,
        refraction: r,
    }
}
