//! Called from Rust.

/// The sum of `len` numbers, eight at a time.
export fn fast_sum(numbers: [*]const f32, len: usize) f32 {
    var sums: @Vector(8, f32) = @splat(0);
    var i: usize = 0;
    while (i + 8 <= len) : (i += 8) {
        const eight: @Vector(8, f32) = numbers[i..][0..8].*;
        sums += eight;
    }
    var sum = @reduce(.Add, sums);
    while (i < len) : (i += 1) sum += numbers[i];
    return sum;
}
