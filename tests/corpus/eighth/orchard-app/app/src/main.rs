mod rows;

use rows::{Order, Plan};
use std::env;

fn orders() -> Vec<Order> {
    let given: Vec<Order> = env::args().skip(1).filter_map(|a| Order::parse(&a)).collect();
    if given.is_empty() {
        vec![Order::new("Boskoop", 12, 600), Order::new("Elstar", 90, 350), Order::new("Topaz", 400, 180)]
    } else {
        given
    }
}

fn main() {
    let mut total = 0u64;
    for order in orders() {
        match Plan::make(&order) {
            Some(plan) => {
                println!("{}: {} rows, {} stems to graft", order.sort, plan.rows, plan.stems);
                total += u64::from(plan.stems);
            }
            None => println!("{}: no spacing", order.sort),
        }
    }
    println!("{total} in all");
}
