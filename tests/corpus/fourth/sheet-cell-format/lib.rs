use std::ffi::CString;
use std::os::raw::c_char;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Format {
    pub decimals: u8,
    pub thousands: bool,
    pub percent: bool,
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn render(value: f64, f: Format) -> String {
    let value = if f.percent { value * 100.0 } else { value };
    let plain = format!("{:.*}", usize::from(f.decimals.min(15)), value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut s = String::new();
    if value < 0.0 {
        s.push('-');
    }
    s += &if f.thousands { group(whole) } else { whole.to_owned() };
    if !fraction.is_empty() {
        s.push('.');
        s += fraction;
    }
    if f.percent {
        s.push('%');
    }
    s
}

/// Text of a cell.
#[no_mangle]
pub extern "C" fn cell_format(value: f64, format: Format) -> *const c_char {
    if !value.is_finite() {
        return b"#NUM!\0".as_ptr().cast();
    }
    let text = render(value, format);
    match CString::new(text) {
        Ok(c) => c.as_ptr(),
        Err(_) => std::ptr::null(),
    }
}

#[no_mangle]
pub extern "C" fn cell_width(value: f64, format: Format) -> usize {
    if value.is_finite() {
        render(value, format).len()
    } else {
        5
    }
}
