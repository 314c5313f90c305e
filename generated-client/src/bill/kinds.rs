//! The kinds of bills: which columns each has, by the titles that they have had so far.

use super::error::BillError;
use super::layout::Layout;
use super::record::{Names, record};
use super::tally::Rule;
use super::values;
use crate::money::Fee;

record! {
    /// A row of a trade bill (交易账单): a payment, or a refund.
    ///
    /// What `bill_type` asks for decides on the columns: `SUCCESS` has nothing about refunds, and `REFUND` alone has their
    /// times. `None` is for a column that the file does not have, and for a cell with nothing in it.
    /// [`get`](Self::get) tells the two apart.
    Trade {
        /// 交易时间: when it was paid, or the refund asked for; `2021-01-28 17:07:11`, in China's time.
        time: String, text ["交易时间"];
        /// 公众账号ID
        appid: String, text ["公众账号ID"];
        /// 商户号
        mchid: String, text ["商户号"];
        /// 特约商户号: the sub-merchant. `None` where there is none, for which bills have a `0`.
        sub_mchid: String, number ["特约商户号", "子商户号", "二级商户号"];
        /// 设备号
        device_info: String, text ["设备号"];
        /// 微信订单号: WeChat Pay's number of the order.
        transaction_id: String, text ["微信订单号", "微信支付订单号"];
        /// 商户订单号: the merchant's own number of the order.
        out_trade_no: String, text ["商户订单号"];
        /// 用户标识
        openid: String, text ["用户标识"];
        /// 交易类型: `JSAPI`, `NATIVE`, …
        trade_type: String, text ["交易类型"];
        /// 交易状态: `SUCCESS`, `REFUND`, `REVOKED`.
        trade_state: String, text ["交易状态"];
        /// 付款银行
        bank_type: String, text ["付款银行"];
        /// 货币种类: `CNY`.
        currency: String, text ["货币种类"];
        /// 应结订单金额: what is settled of the order, in fen; nothing in the row of a refund.
        settlement_total: i64, amount ["应结订单金额"];
        /// 代金券金额: how much of it are coupons, in fen.
        coupon: i64, amount ["代金券金额", "代金券或立减优惠金额", "企业红包金额"];
        /// 退款申请时间
        refund_create_time: String, text ["退款申请时间"];
        /// 退款成功时间
        refund_success_time: String, text ["退款成功时间"];
        /// 微信退款单号: WeChat Pay's number of the refund. `None` where there is none, for which bills have a `0`.
        refund_id: String, number ["微信退款单号"];
        /// 商户退款单号: the merchant's own number of the refund. `None` where there is none, for which bills have a `0`.
        out_refund_no: String, number ["商户退款单号"];
        /// 退款金额: what is taken of the settlement, in fen.
        settlement_refund: i64, amount ["退款金额"];
        /// 充值券退款金额: how much of the refund are coupons, in fen.
        coupon_refund: i64, amount ["充值券退款金额", "代金券或立减优惠退款金额", "企业红包退款金额"];
        /// 退款类型: `ORIGINAL`, `BALANCE`, …
        refund_type: String, text ["退款类型"];
        /// 退款状态: `SUCCESS`, `FAIL`, `PROCESSING`, …
        refund_status: String, text ["退款状态"];
        /// 商品名称
        description: String, text ["商品名称"];
        /// 商户数据包
        attach: String, text ["商户数据包"];
        /// 手续费: what WeChat Pay keeps.
        fee: Fee, fee ["手续费"];
        /// 费率: `0.60%`.
        rate: String, text ["费率"];
        /// 订单金额: the amount of the order, in fen; nothing in the row of a refund.
        total: i64, amount ["订单金额", "总金额"];
        /// 申请退款金额: the refund that was asked for, in fen.
        refund: i64, amount ["申请退款金额"];
        /// 费率备注
        rate_note: String, text ["费率备注"];
    }
}

impl Trade {
    /// Whether the row is that of a refund.
    pub fn is_refund(&self) -> bool {
        self.refund_id.is_some() || self.out_refund_no.is_some()
    }
}

record! {
    /// The totals of a trade bill. They have been checked against its rows, but for
    /// [`unchecked_totals`](crate::bill::Rows::unchecked_totals).
    TradeTotals {
        /// 总交易单数: how many rows there are.
        rows: u64, count ["总交易单数"];
        /// 应结订单总金额, in fen.
        settlement_total: i64, amount ["应结订单总金额"];
        /// 退款总金额, in fen.
        settlement_refund: i64, amount ["退款总金额", "总退款金额"];
        /// 充值券退款总金额, in fen.
        coupon_refund: i64, amount ["充值券退款总金额", "总代金券或立减优惠退款金额", "总企业红包退款金额"];
        /// 手续费总金额
        fee: Fee, fee ["手续费总金额"];
        /// 订单总金额, in fen.
        total: i64, amount ["订单总金额", "总交易额"];
        /// 申请退款总金额, in fen.
        refund: i64, amount ["申请退款总金额"];
    }
}

impl Layout for Trade {
    const KIND: &'static str = "a trade bill";
    const KEYS: &'static [Names] = &[Self::time];
    const HAS_TOTALS: bool = true;
    const RULES: &'static [Rule] = &[
        Rule::rows(TradeTotals::rows),
        Rule::sum(TradeTotals::settlement_total, Self::settlement_total),
        Rule::sum(TradeTotals::settlement_refund, Self::settlement_refund),
        Rule::sum(TradeTotals::coupon_refund, Self::coupon_refund),
        Rule::sum(TradeTotals::fee, Self::fee),
        Rule::sum(TradeTotals::total, Self::total),
        Rule::sum(TradeTotals::refund, Self::refund),
    ];
    type Totals = TradeTotals;
}

record! {
    /// A row of a fund flow bill (资金账单), of the merchant itself or of sub-merchants: money that came or went.
    ///
    /// `None` is for a column that the file does not have, and for a cell with nothing in it.
    /// [`get`](Self::get) tells the two apart.
    FundFlow {
        /// 记账时间: when it was booked; `2021-02-01 13:54:01`, in China's time.
        time: String, text ["记账时间"];
        /// 微信支付业务单号: WeChat Pay's number of the payment, refund, withdrawal, …
        business_id: String, text ["微信支付业务单号"];
        /// 资金流水单号: the number of this flow.
        flow_id: String, text ["资金流水单号"];
        /// 业务名称
        business_name: String, text ["业务名称"];
        /// 业务类型
        business_type: String, text ["业务类型"];
        /// 收支类型: `收入` for what came, `支出` for what went.
        direction: String, text ["收支类型"];
        /// 收支金额(元): how much it was, in fen and without a sign.
        amount: i64, amount ["收支金额(元)", "收支金额"];
        /// 账户结余(元): what there is afterwards, in fen.
        balance: i64, amount ["账户结余(元)", "账户结余"];
        /// 资金变更提交申请人
        applicant: String, text ["资金变更提交申请人"];
        /// 备注
        remark: String, text ["备注"];
        /// 业务凭证号: the merchant's own number.
        voucher_no: String, text ["业务凭证号"];
        /// 二级商户号: whose account it is, in bills of several.
        sub_mchid: String, number ["二级商户号", "特约商户号", "子商户号"];
        /// 账户类型: which of the accounts, in bills of several.
        account_type: String, text ["账户类型", "资金账户类型"];
    }
}

const INCOME: &str = "收入";
const SPENT: &str = "支出";

impl FundFlow {
    /// Whether the money came (收入). What is neither that nor [`is_expense`](Self::is_expense) is new.
    pub fn is_income(&self) -> bool {
        self.direction.as_deref() == Some(INCOME)
    }

    /// Whether the money went (支出).
    pub fn is_expense(&self) -> bool {
        self.direction.as_deref() == Some(SPENT)
    }
}

record! {
    /// The totals of a fund flow bill. They have been checked against its rows, but for
    /// [`unchecked_totals`](crate::bill::Rows::unchecked_totals).
    FundFlowTotals {
        /// 资金流水总笔数: how many rows there are.
        rows: u64, count ["资金流水总笔数"];
        /// 收入笔数: how many of them are income.
        incomes: u64, count ["收入笔数"];
        /// 收入金额, in fen.
        income: i64, amount ["收入金额"];
        /// 支出笔数: how many of them are expenses.
        expenses: u64, count ["支出笔数"];
        /// 支出金额, in fen.
        expense: i64, amount ["支出金额"];
    }
}

impl Layout for FundFlow {
    const KIND: &'static str = "a fund flow bill";
    const KEYS: &'static [Names] = &[Self::time, Self::flow_id];
    const HAS_TOTALS: bool = true;
    const RULES: &'static [Rule] = &[
        Rule::rows(FundFlowTotals::rows),
        Rule::rows(FundFlowTotals::incomes).only(Self::direction, INCOME),
        Rule::sum(FundFlowTotals::income, Self::amount).only(Self::direction, INCOME),
        Rule::rows(FundFlowTotals::expenses).only(Self::direction, SPENT),
        Rule::sum(FundFlowTotals::expense, Self::amount).only(Self::direction, SPENT),
    ];
    type Totals = FundFlowTotals;
}

record! {
    /// A row of a profit-sharing bill (分账账单): a share, or one that was given back.
    ///
    /// The official pages say that there are rows and totals, and do not list their columns: what these fields do not
    /// find is reached by [`get`](Self::get), and the totals are not checked. Nothing but the marks of values
    /// [tells them from rows](crate::bill#how-lines-are-told-apart): a file without marks has no totals, which is an error
    /// at its end.
    ProfitSharing {
        /// 分账时间: in China's time.
        time: String, text ["分账时间"];
        /// 分账发起方: who asked for it.
        initiator: String, text ["分账发起方"];
        /// 分账方: of whose money it is.
        sharer: String, text ["分账方"];
        /// 微信订单号: WeChat Pay's number of the order that is shared.
        transaction_id: String, text ["微信订单号", "微信支付订单号"];
        /// 微信分账/回退单号: WeChat Pay's number of the share or return.
        order_id: String, text ["微信分账/回退单号", "微信分账单号"];
        /// 分账明细单号: the number of this receiver's part.
        detail_id: String, text ["分账明细单号"];
        /// 商户分账/回退单号: the merchant's own number of the share or return.
        out_order_no: String, text ["商户分账/回退单号", "商户分账单号"];
        /// 订单金额: the amount of the order, in fen.
        total: i64, amount ["订单金额", "订单金额(元)"];
        /// 分账接收方: who receives.
        receiver: String, text ["分账接收方"];
        /// 分账金额: how much, in fen.
        amount: i64, amount ["分账金额", "分账金额(元)", "金额(元)", "金额"];
        /// 业务类型: a share or a return.
        business_type: String, text ["业务类型"];
        /// 处理状态
        state: String, text ["处理状态"];
        /// 分账描述
        description: String, text ["分账描述"];
        /// 备注
        remark: String, text ["备注"];
    }
}

impl Layout for ProfitSharing {
    const KIND: &'static str = "a profit-sharing bill";
    const KEYS: &'static [Names] = &[Self::time, Self::order_id, Self::detail_id, Self::out_order_no];
    const HAS_TOTALS: bool = true;
    const RULES: &'static [Rule] = &[];
    type Totals = Untyped;
}

record! {
    /// A line of any bill, by the titles of its columns: for bills that have no type of their own here (of transfers,
    /// pay scores, currencies, …). Its totals are read where the marks of values
    /// [tell them from rows](crate::bill#how-lines-are-told-apart), and are not checked; in a file without marks every line
    /// is a row.
    Untyped {}
}

impl Untyped {
    /// The amount in the column with this title, in fen; `None` where there is no such column, or nothing in it.
    pub fn amount(&self, title: &str) -> Result<Option<i64>, BillError> {
        let Some(cell) = self.get(title) else { return Ok(None) };
        values::amount(cell).map_err(|kind| BillError::in_column(self.line(), title, kind))
    }
}

impl Layout for Untyped {
    const KIND: &'static str = "a bill";
    const KEYS: &'static [Names] = &[];
    const HAS_TOTALS: bool = false;
    const RULES: &'static [Rule] = &[];
    type Totals = Untyped;
}
