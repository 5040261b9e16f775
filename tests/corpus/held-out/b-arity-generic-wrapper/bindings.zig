pub extern "num" fn sum3_f64(a: f64, b: f64) f64;
