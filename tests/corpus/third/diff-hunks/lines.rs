#[repr(C)]
pub struct Hunk {
    pub start: u32,
    pub lines: u32,
}

/// Compares line by line, without moves.
pub fn compare(a: &[u8], b: &[u8]) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    let pairs = a.split(|c| *c == b'\n').zip(b.split(|c| *c == b'\n'));
    for (n, (x, y)) in (0u32..).zip(pairs) {
        if x == y {
            continue;
        }
        match out.last_mut() {
            Some(hunk) if hunk.start.saturating_add(hunk.lines) == n => {
                hunk.lines = hunk.lines.saturating_add(1);
            }
            _ => out.push(Hunk { start: n, lines: 1 }),
        }
    }
    out
}
