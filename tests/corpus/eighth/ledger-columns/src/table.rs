/// Units of the home currency in 1/1000.
const RATES: [i64; 3] = [1000, 1080, 1170];

/// One column a field, row by row.
pub struct Table {
    accounts: Vec<u32>,
    amounts: Vec<i64>,
}

impl Table {
    pub fn new() -> Self {
        Table { accounts: Vec::new(), amounts: Vec::new() }
    }

    pub fn append(&mut self, account: u32, amount: i64, currency: usize) {
        self.accounts.push(account);
        let rate = RATES[currency];
        self.amounts.push(amount.saturating_mul(rate) / 1000);
    }

    pub fn balance(&self, account: u32) -> i64 {
        self.accounts
            .iter()
            .zip(&self.amounts)
            .filter(|(a, _)| **a == account)
            .fold(0, |sum, (_, amount)| sum.saturating_add(*amount))
    }
}
