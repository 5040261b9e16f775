#[repr(C)]
#[derive(Clone, Copy)]
struct Sample { at: u64, value: f64 }
#[repr(C)]
struct Report { samples: *const Sample, len: u32, mean: f64 }
unsafe extern "C" { fn probe_run(out: *mut Report, seed: u64) -> bool; }
fn main() {
    let mut r = Report { samples: std::ptr::null(), len: 0, mean: 0.0 };
    if unsafe { probe_run(&mut r, 5) } {
        let all = unsafe { std::slice::from_raw_parts(r.samples, r.len as usize) };
        println!("{} {}", all.iter().map(|s| s.value + s.at as f64).sum::<f64>(), r.mean);
    }
}
