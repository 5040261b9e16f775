#[repr(C)]
struct Sample {
    left: f32,
    right: f32,
}

extern "C" {
    fn mix_down(frame: *const Sample) -> f32;
}

fn main() {
    let s = Sample { left: 0.5, right: 0.25 };
    println!("{}", unsafe { mix_down(&s) });
}
