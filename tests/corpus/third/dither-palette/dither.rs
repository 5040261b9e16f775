const BAYER: [[i32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

pub fn bias(x: u32, y: u32) -> i32 {
    BAYER[(y % 4) as usize][(x % 4) as usize] * 2 - 15
}

pub fn distance(a: [u8; 3], b: [u8; 3], bias: i32) -> u32 {
    let mut sum = 0u32;
    for (a, b) in a.iter().zip(b) {
        let d = i32::from(*a) + bias - i32::from(b);
        sum = sum.saturating_add(d.unsigned_abs().pow(2));
    }
    sum
}
