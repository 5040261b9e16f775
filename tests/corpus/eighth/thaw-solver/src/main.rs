mod thaw;

use std::panic;

fn main() {
    let depth = thaw::bisect(0.0, 4.0, |x| x * x - 2.0);
    println!("{depth:?}");
    println!("{:?}", thaw::bisect(3.0, 4.0, |x| x * x - 2.0));

    let caught = panic::catch_unwind(|| {
        thaw::bisect(-1.0, 4.0, |x| {
            assert!(x >= 0.0, "below the surface: {x}");
            x - 1.0
        })
    });
    println!("panicked: {}", caught.is_err());
}
