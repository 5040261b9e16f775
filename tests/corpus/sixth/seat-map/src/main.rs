mod seats;

use seats::{Block, Hall};

fn book(hall: &Hall, parties: &[u8]) -> Vec<Option<Block>> {
    parties
        .iter()
        .map(|n| hall.propose(*n).filter(|b| hall.take(*b)))
        .collect()
}

fn main() {
    let Some(hall) = Hall::open(0, 12, 18) else {
        eprintln!("hall is not available");
        std::process::exit(1);
    };
    for (party, seats) in [4u8, 6, 2, 18, 9].iter().zip(book(&hall, &[4, 6, 2, 18, 9])) {
        match seats {
            Some(b) => println!("party of {party}: row {} seats {}..{}", b.row, b.seat, b.seat + b.len),
            None => println!("party of {party}: sold out"),
        }
    }
}
