pub fn count(op: u8, operand: i64, col: &[i64]) -> u64 {
    let test: fn(i64, i64) -> bool = match op {
        b'<' => |a, b| a < b,
        b'>' => |a, b| a > b,
        b'=' => |a, b| a == b,
        b'%' => |a, b| a % b == 0,
        _ => panic!("unknown operator {op}"),
    };
    col.iter().filter(|v| test(**v, operand)).count() as u64
}
