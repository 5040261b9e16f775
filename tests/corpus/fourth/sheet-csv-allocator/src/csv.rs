use std::fmt::Write;

pub fn render(cells: &[f64], cols: usize) -> String {
    let mut out = String::new();
    for row in cells.chunks(cols.max(1)) {
        for (i, v) in row.iter().enumerate() {
            let sep = if i == 0 { "" } else { "," };
            let _ = write!(out, "{sep}{v}");
        }
        out.push('\n');
    }
    out
}
