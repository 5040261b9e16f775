mod fix;

use fix::{Fix, Solver};

fn main() {
    let mut solver = Solver::new();
    for bearing in [41.0, 43.5, 40.25] {
        solver.bearing(bearing);
    }
    match solver.finish() {
        Some(Fix { degrees, spread, count }) => {
            println!("{degrees:.1} +- {spread:.1} out of {count}");
        }
        None => println!("no fix"),
    }
}
