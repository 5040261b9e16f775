use crate::gain::Gain;

#[unsafe(no_mangle)]
pub extern "C" fn plug_create(db: f64) -> Option<Box<Gain>> {
    db.is_finite().then(|| Box::new(Gain::from_db(db)))
}

#[unsafe(export_name = "plug_run_f32")]
pub extern "C" fn run(plug: &mut Gain, data: *mut f32, frames: usize) {
    if data.is_null() {
        return;
    }
    let data = unsafe { std::slice::from_raw_parts_mut(data, frames) };
    plug.process(data);
}

#[cfg(any(unix, windows))]
#[unsafe(no_mangle)]
pub extern "C" fn plug_peak(plug: &Gain) -> f32 {
    plug.peak()
}

#[unsafe(no_mangle)]
pub extern "C" fn plug_destroy(plug: Option<Box<Gain>>) {
    if let Some(p) = plug {
        #[cfg(unix)]
        crate::report::closed(p.peak());
        drop(p);
    }
}
