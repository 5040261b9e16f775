use std::ops::Add;

fn sum3<T: Add<Output = T>>(a: T, b: T, c: T) -> T {
    a + b + c
}

#[unsafe(no_mangle)]
pub extern "C" fn sum3_f64(a: f64, b: f64, c: f64) -> f64 {
    sum3(a, b, c)
}
