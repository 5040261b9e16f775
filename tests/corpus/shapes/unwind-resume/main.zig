extern fn model_score(weight: u32, total: u32) u32;
pub fn main() void {
    _ = model_score(3, 4);
}
