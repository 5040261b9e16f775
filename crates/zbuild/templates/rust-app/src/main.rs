//! A Rust program that calls a Zig module.

mod fast {
    #![allow(dead_code, reason = "written from what the module exports")]
    include!(concat!(env!("OUT_DIR"), "/zig/rust/fast.rs"));
}

/// The sum of some numbers, by Zig's vectors.
fn sum(numbers: &[f32]) -> f32 {
    // SAFETY: the pointer leads to `len` numbers.
    unsafe { fast::fast_sum(numbers.as_ptr(), numbers.len()) }
}

fn main() {
    let numbers: Vec<f32> = (1..=100).map(|n| n as f32).collect();
    println!("The sum is {}", sum(&numbers));
}

#[cfg(test)]
mod tests {
    #[test]
    fn sums() {
        assert_eq!(super::sum(&[]), 0.0);
        assert_eq!(super::sum(&[1.5, 2.0, -0.5]), 3.0);
        assert_eq!(super::sum(&[1.0; 33]), 33.0);
    }
}
