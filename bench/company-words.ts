/** Words of a large company's databases, a department each: things it keeps, `english=中文`. */
export const departments: Record<string, string> = {
  crm: 'customer=客户 lead=线索 contact=联系人 opportunity=商机 campaign=营销活动 account=账户 visit=拜访 complaint=投诉 subscription=订阅 loyalty_card=会员卡 survey=问卷 ticket=工单',
  erp: 'order=订单 order_item=订单明细 product=产品 supplier=供应商 purchase=采购单 quotation=报价 contract=合同 price_list=价目表 return=退货 category=类别 brand=品牌 unit=计量单位',
  hr: 'employee=员工 department=部门 position=岗位 attendance=考勤 leave_request=请假 salary=工资 training=培训 candidate=候选人 interview=面试 performance_review=绩效 skill=技能 manager=经理',
  wms: 'warehouse=仓库 location=库位 inventory=库存 stock_move=库存移动 shipment=发货 pallet=托盘 carrier=承运商 package=包裹 receipt=收货单 driver=司机 vehicle=车辆 route=路线',
  fin: 'invoice=发票 payment=付款 ledger_entry=分录 budget=预算 cost_center=成本中心 bank=银行 transaction=交易 currency=币种 tax_rate=税率 asset=资产 loan=贷款 expense=费用',
  edu: 'student=学生 course=课程 teacher=老师 enrollment=选课 classroom=教室 exam=考试 grade=成绩 school=学校 semester=学期 scholarship=奖学金 library_book=图书 program=专业',
  med: 'patient=病人 doctor=医生 appointment=预约 prescription=处方 drug=药品 ward=病房 diagnosis=诊断 treatment=治疗 bill=账单 nurse=护士 lab_test=化验 insurance=保险',
  travel:
    'flight=航班 airport=机场 airline=航空公司 hotel=酒店 room=房间 booking=预订 passenger=乘客 destination=目的地 tour=旅游团 guide=导游 city=城市 country=国家',
  media:
    'article=文章 author=作者 magazine=杂志 channel=频道 episode=剧集 film=电影 actor=演员 song=歌曲 album=专辑 artist=艺术家 playlist=歌单 comment=评论',
  sport:
    'team=球队 player=球员 match=比赛 stadium=体育场 league=联赛 coach=教练 medal=奖牌 referee=裁判 season=赛季 fan_club=球迷会 event=赛事 transfer=转会',
  estate:
    'building=楼宇 apartment=公寓 tenant=租户 lease=租约 owner=业主 repair=维修 meter=水表 inspection=检查 parking_space=车位 agent=经纪人 address=地址 elevator=电梯',
  mfg: 'machine=机器 work_order=工单 part=零件 bom_line=物料清单 shift=班次 defect=缺陷 operator=操作工 plant=工厂 batch=批次 tool=工具 maintenance=保养 sensor=传感器',
  retail:
    'store=门店 cashier=收银员 sale=销售 promotion=促销 coupon=优惠券 shelf=货架 basket=购物篮 member=会员 region=大区 refund=退款 gift_card=礼品卡 stocktake=盘点',
  it: 'server=服务器 application=应用 user=用户 role=角色 permission=权限 incident=故障 deployment=发布 license=许可证 device=设备 session=会话 document=文档 template=模板',
  legal:
    'case=案件 lawyer=律师 court=法院 hearing=庭审 clause=条款 policy=制度 claim=索赔 party=当事人 evidence=证据 patent=专利 trademark=商标 fine=罚款',
  pet: 'animal=动物 dog=狗 breed=品种 vet=兽医 shelter=收容所 adoption=领养 vaccine=疫苗 kennel=犬舍 feed=饲料 grooming=美容 cage=笼子 sponsor=赞助人',
  social:
    'post=帖子 friend_link=好友关系 like=点赞 group=群组 message=消息 follower=粉丝 photo=照片 profile=资料 hashtag=话题 story=动态 report=举报 ad=广告',
  energy:
    'well=油井 pipeline=管道 station=电站 turbine=风机 outage=停电 tariff=电价 consumption=用电量 grid_node=电网节点 crew=班组 permit=许可 fuel=燃料 emission=排放',
  auto: 'car=汽车 dealer=经销商 test_drive=试驾 model_line=车系 engine=发动机 recall=召回 service_visit=保养 warranty=质保 option=选装 color=颜色 owner_card=车主卡 salesperson=销售员',
  research:
    'paper=论文 journal=期刊 conference=会议 citation=引用 keyword=关键词 grant=基金 lab=实验室 dataset=数据集 project=项目 reviewer=审稿人 domain=领域 institution=机构',
  gov: 'citizen=公民 district=区县 permit_request=许可申请 election=选举 candidate_list=候选名单 vote=投票 representative=代表 county=县 census=普查 road=道路 park=公园 agency=机关',
};

/** What follows a thing's name in the name of a table. */
export const tableEndings = ['', '_detail', '_history', '_type', '_log'];

/** Columns that tables of many kinds have: `name:kind=中文`. */
export const commonColumns =
  'name:text=名称 title:text=标题 description:text=描述 status:text=状态 type:text=类型 code:text=编码 city:text=城市 country:text=国家 state:text=州 ' +
  'address:text=地址 phone:text=电话 email:text=邮箱 gender:text=性别 first_name:text=名 last_name:text=姓 nationality:text=国籍 language:text=语言 remark:text=备注 ' +
  'age:integer=年龄 year:integer=年份 quantity:integer=数量 capacity:integer=容量 rank:integer=排名 level:integer=级别 version:integer=版本 duration:integer=时长 population:integer=人口 ' +
  'amount:number=金额 price:number=价格 cost:number=成本 discount:number=折扣 rating:number=评分 score:number=得分 weight:number=重量 length:number=长度 distance:number=距离 balance:number=余额 ' +
  'created_at:datetime=创建时间 updated_at:datetime=更新时间 start_date:date=开始日期 end_date:date=结束日期 birth_date:date=出生日期 due_date:date=到期日 paid_at:datetime=付款时间 ' +
  'is_active:boolean=是否有效 is_deleted:boolean=是否删除 priority:integer=优先级 source:text=来源 channel:text=渠道 currency:text=币种 unit:text=单位 color:text=颜色 size:text=尺寸 ' +
  'tags:text=标签 url:text=网址 latitude:number=纬度 longitude:number=经度 salary:number=工资 percentage:number=百分比 total:number=合计 number:text=编号 category:text=类别 region:text=地区';

/** Values that columns of these names hold everywhere. */
export const commonValues: Record<string, string[]> = {
  status: ['active', 'closed', 'pending', 'cancelled', 'completed'],
  type: ['standard', 'premium', 'internal', 'external'],
  city: ['London', 'Paris', 'Shanghai', 'New York', 'Aberdeen', 'Chicago', '北京', '上海'],
  country: ['France', 'USA', 'China', 'United Kingdom', 'Netherlands', '中国'],
  state: ['California', 'Texas', 'Virginia', 'NSW'],
  gender: ['M', 'F'],
  language: ['English', 'French', 'Chinese'],
  color: ['red', 'blue', 'white', 'black'],
  currency: ['USD', 'EUR', 'CNY'],
  channel: ['web', 'store', 'phone'],
  nationality: ['French', 'American', 'Chinese'],
  region: ['North', 'South', '华东', '华南'],
};
