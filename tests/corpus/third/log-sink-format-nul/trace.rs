use std::ffi::c_char;

unsafe extern "C" {
    pub fn sink_line(level: u8, line: *const c_char);
}

/// Sends one formatted line to the sink of the application.
macro_rules! sink {
    ($level:expr, $fmt:literal $(, $arg:expr)*) => {{
        let line = format!(concat!($fmt, "\0") $(, $arg)*);
        // SAFETY: the sink copies the line before it returns.
        unsafe { $crate::trace::sink_line($level, line.as_ptr().cast()) }
    }};
}
